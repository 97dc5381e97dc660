"""The triggers of a document that has a balance: it follows the ledger and nothing else."""

import pgtrigger


def balance_by_ledger(total: str, draft: str) -> pgtrigger.Trigger:
    """Only the ledger moves the balance; while `draft` (SQL on OLD) holds, it follows the total being written."""
    return pgtrigger.Trigger(
        name="balance_by_ledger",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange("balance", total),
        func=f"""
            IF pg_trigger_depth() < 2 AND NOT ({draft} AND NEW.balance = NEW.{total})
               AND NEW.balance IS DISTINCT FROM OLD.balance THEN
                RAISE EXCEPTION 'A balance changes only by a ledger entry.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_frozen';
            END IF;
            RETURN NEW;
        """,
    )

import vue from 'eslint-plugin-vue'
import accessibility from 'eslint-plugin-vuejs-accessibility'
import ts from 'typescript-eslint'

/** A feature is an island: what two of them need belongs to api, lib, ui or shell. */
const islands = {
  files: ['src/features/*/**/*.{ts,vue}'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: ['@/features/*'],
            message: 'A feature imports api, lib, ui and shell, and its own files by relative path.',
          },
        ],
      },
    ],
  },
}

const frame = {
  files: ['src/{api,lib,ui}/**/*.{ts,vue}'],
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: [{ group: ['@/features/*'], message: 'The frame knows no feature.' }] },
    ],
  },
}

export default ts.config(
  { ignores: ['dist', 'public', 'src/api/schema.d.ts'] },
  ts.configs.recommended,
  vue.configs['flat/recommended'],
  accessibility.configs['flat/recommended'],
  {
    files: ['**/*.{ts,vue}'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-undef': 'off',
    },
  },
  {
    files: ['**/*.vue'],
    rules: {
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-macros-order': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/no-bare-strings-in-template': 'error',
      'vue/no-v-html': 'error',
      'vue/no-static-inline-styles': 'error',
      'vue/require-default-prop': 'off',
      'vue/no-unused-refs': 'error',
      'vue/prefer-true-attribute-shorthand': 'error',
      // The formatter's business.
      'vue/html-closing-bracket-newline': 'off',
      'vue/html-indent': 'off',
      'vue/html-self-closing': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      // Labels are bound by UFormField or by `for`, which this rule cannot see through a component.
      'vuejs-accessibility/label-has-for': [
        'error',
        { required: { some: ['nesting', 'id'] }, controlComponents: ['UInput'] },
      ],
      'vuejs-accessibility/form-control-has-label': 'off',
    },
  },
  { files: ['src/test/**'], rules: { 'vue/one-component-per-file': 'off' } },
  frame,
  islands,
)

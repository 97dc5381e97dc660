// Runs before the first paint, so that a dark screen never flashes white. The keys are those of src/shell/theme.ts.
;(function () {
  var choice = localStorage.getItem('fettle.theme') || 'system'
  var dark = choice === 'dark' || (choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.classList.toggle('dark', dark)
  document.documentElement.dataset.density = localStorage.getItem('fettle.density') || 'comfortable'
})()

// Files of this folder are joined, in the order of their names, into one script of the page. So they import and export
// nothing, and know each other's functions. Types of the harness are had by `import('../../model/…').Name`.

/** What `data(id, value)` of the harness put into the page; null where it put nothing. */
function readData<T>(id: string): T | null {
  const text = document.getElementById(id)?.textContent
  return text === undefined || text === '' || text === null ? null : (JSON.parse(text) as T)
}

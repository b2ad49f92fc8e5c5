/** In the page: of each kind of text how far it stands out from what lies behind it, as WCAG reckons it. The worst of each kind. */
export const contrastsInPage = `(() => {
  const rgb = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (parts) => {
    const [r, g, b] = parts.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const parts = rgb(getComputedStyle(at).backgroundColor);
      if (parts.length === 3 || parts[3] === 1) return parts;
    }
    return rgb(getComputedStyle(document.body).backgroundColor);
  };
  const worst = {};
  const look = (kind, colour, element) => {
    const [a, b] = [luminance(rgb(colour)), luminance(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    worst[kind] = Math.min(worst[kind] ?? Infinity, ratio);
  };
  for (const element of document.querySelectorAll('body *')) {
    if (element.closest('svg')) continue;
    const says = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
    if (!says || ['SCRIPT', 'STYLE'].includes(element.tagName)) continue;
    look(element.tagName.toLowerCase() + (element.className ? '.' + element.className : ''), getComputedStyle(element).color, element);
  }
  for (const text of document.querySelectorAll('.chart svg text'))
    look('text of a chart', getComputedStyle(text).fill, text.closest('.chart'));
  for (const text of document.querySelectorAll('.drawing text'))
    look('text of a drawing', getComputedStyle(text).fill, text.closest('svg').parentElement);
  return worst;
})()`;

/** In the page: what a person who does not see it, or has no mouse, would miss. Sentences; none is what is wanted. */
export const shortcomingsInPage = `(() => {
  const found = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const says = (element) => (element.getAttribute('aria-label') ?? element.textContent).trim();
  if (document.documentElement.lang === '') found.push('no language');
  if (document.title === '') found.push('no title');
  if (all('h1').length !== 1) found.push('not one h1');
  if (all('main').length !== 1) found.push('not one main');
  let level = 0;
  for (const heading of all('h1,h2,h3,h4')) {
    const own = Number(heading.tagName[1]);
    if (own > level + 1) found.push('a level is left out before: ' + heading.textContent);
    level = own;
  }
  for (const chart of all('[data-chart]'))
    if (chart.getAttribute('role') !== 'img' || (chart.getAttribute('aria-label') ?? '').length < 20)
      found.push('a chart without words: ' + chart.dataset.chart);
  for (const svg of all('svg:not(.chart svg)'))
    if (svg.getAttribute('aria-hidden') !== 'true' && !(svg.getAttribute('role') === 'img' && svg.getAttribute('aria-label')))
      found.push('a drawing without words');
  for (const table of all('table')) {
    if (!table.caption || table.caption.textContent.trim() === '') found.push('a table without a caption');
    for (const heading of table.querySelectorAll('th'))
      if (!heading.scope) found.push('a heading without a scope: ' + heading.textContent);
    const wide = Math.max(...[...table.tBodies[0].rows].map((row) => row.cells.length), 0);
    const headings = table.tHead.rows[table.tHead.rows.length - 1].cells.length;
    if (wide !== headings && wide > 0) found.push('a table with ' + headings + ' headings over ' + wide + ' cells: ' + table.caption.textContent);
  }
  for (const box of all('.scroll'))
    if (box.tabIndex !== 0 || !says(box)) found.push('a scrolling box that the keyboard does not reach');
  for (const button of all('button, a, summary')) if (!says(button)) found.push('a control without a name');
  for (const link of all('a[href^="#"]'))
    if (!document.getElementById(link.hash.slice(1))) found.push('a link to nowhere: ' + link.hash);
  for (const element of all('[aria-labelledby]'))
    if (!document.getElementById(element.getAttribute('aria-labelledby'))) found.push('named by nothing: ' + element.id);
  return found;
})()`;

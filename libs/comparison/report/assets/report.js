/* global document, window, echarts, getComputedStyle, IntersectionObserver, ResizeObserver, matchMedia */
// Draws the charts when they come into sight, sorts tables, switches between light and dark. Everything it shows is in the page
// already, as tables too.
(function () {
  'use strict';

  // Colours: an option says var(--name); what that is now, the page's style says.
  const probe = document.body.appendChild(document.createElement('span'));
  probe.hidden = true;
  function colourOf(variable) {
    probe.style.color = variable;
    return getComputedStyle(probe).color;
  }

  const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
  function number(value) {
    if (typeof value !== 'number') return String(value);
    const size = Math.abs(value);
    if (size >= 100) return whole.format(value);
    return String(Number(value.toPrecision(3)));
  }
  function percentile(nines) {
    return 'p' + Number((100 * (1 - Math.pow(10, -nines))).toFixed(3));
  }
  const formatters = {
    '@number': (value) => number(value),
    '@percentile': (value) => percentile(value),
    '@percentile-point': ({ seriesName, value }) =>
      seriesName + '\n' + percentile(value[0]) + ': ' + number(value[1]) + ' ms',
    '@point': ({ seriesName, value }) => seriesName + '\n' + number(value[0]) + ' → ' + number(value[1]),
    '@second': ({ seriesName, value }) => seriesName + ', second ' + value[0] + ': ' + number(value[1]),
    '@span': ({ seriesName, name, value }) => seriesName + '\n' + name + ' ' + number(value[0]) + ' ms',
    '@stack': ({ seriesName, name, value }) => name + '\n' + seriesName + ': ' + number(value) + ' ms',
  };

  function made(value, key) {
    if (Array.isArray(value)) return value.map((item) => made(item, key));
    if (value !== null && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, made(item, name)]));
    if (/colou?r$/i.test(key) && /^var\(--[\w-]+\)$/.test(value)) return colourOf(value);
    if (key === 'formatter' && formatters[value]) return formatters[value];
    return value;
  }

  const drawn = new Map();
  function draw(element) {
    const option = JSON.parse(document.getElementById(element.dataset.chart).textContent);
    let chart = drawn.get(element);
    if (!chart) {
      chart = echarts.init(element, null, { renderer: 'svg' });
      drawn.set(element, chart);
      new ResizeObserver(() => chart.resize()).observe(element);
    }
    chart.setOption({ animation: false, ...made(option, '') }, true);
    element.dataset.drawn = '';
  }
  const charts = [...document.querySelectorAll('[data-chart]')];
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting || drawn.has(target)) continue;
        draw(target);
        sight.unobserve(target);
      }
    },
    { rootMargin: '400px' },
  );
  charts.forEach((element) => sight.observe(element));
  function redraw() {
    for (const element of drawn.keys()) draw(element);
  }

  // Light or dark: as the system has it, until somebody says otherwise.
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const root = document.documentElement;
  const toggle = document.getElementById('theme');
  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : dark.matches);
  function name() {
    toggle.textContent = isDark() ? 'Light' : 'Dark';
    toggle.setAttribute('aria-label', isDark() ? 'Show in light colours' : 'Show in dark colours');
  }
  function changed() {
    name();
    redraw();
  }
  toggle.hidden = false;
  toggle.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    changed();
  });
  dark.addEventListener('change', changed);
  name();

  window.addEventListener('beforeprint', () => charts.filter((one) => one.offsetParent).forEach(draw));

  // Tables: a first press sorts upwards, a second one downwards; what has no value stays last.
  function valueOf(row, column) {
    const cell = row.cells[column];
    const text = cell.dataset.sort === undefined ? cell.textContent.trim() : cell.dataset.sort;
    if (text === '') return null;
    return Number.isNaN(Number(text)) ? text : Number(text);
  }
  function sort(button) {
    const heading = button.closest('th');
    const body = button.closest('table').tBodies[0];
    const down = heading.getAttribute('aria-sort') === 'ascending';
    const column = heading.cellIndex;
    const rows = [...body.rows].map((row) => ({ row, value: valueOf(row, column) }));
    rows.sort((a, b) => {
      if (a.value === null || b.value === null) return (a.value === null) - (b.value === null);
      const order =
        typeof a.value === 'number' && typeof b.value === 'number'
          ? a.value - b.value
          : String(a.value).localeCompare(String(b.value));
      return down ? -order : order;
    });
    for (const other of heading.parentElement.cells)
      if (other.hasAttribute('aria-sort')) other.setAttribute('aria-sort', 'none');
    heading.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    body.append(...rows.map(({ row }) => row));
  }
  document.addEventListener('click', (event) => {
    const button = event.target.closest('button.sort');
    if (button) sort(button);
  });

  // A link to what is folded away opens it.
  function unfold() {
    const id = decodeURIComponent(window.location.hash.slice(1));
    for (let at = id && document.getElementById(id); at; at = at.parentElement)
      if (at.tagName === 'DETAILS') at.open = true;
  }
  window.addEventListener('hashchange', unfold);
  unfold();
})();

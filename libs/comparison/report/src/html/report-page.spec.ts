import { describe, expect, it } from '@jest/globals';
import type { Results } from '@comparison/protocol';
import { createHash } from 'node:crypto';
import { exampleResults } from '../testing/example-results.js';
import { loadAssets } from './assets.js';
import { reportPage } from './report-page.js';

const example = exampleResults(1);
const small = { style: 'body{}', scripts: ['"one";', '"two";'] };
const hostile = `</script><img src=x onerror="alert(1)"><!--'&`;
const page = reportPage(example, small);

describe('what comes from data', () => {
  const evil = reportPage(made(example, hostile), small);

  it('is text and never markup, wherever it stands', () => {
    expect(evil).not.toMatch(/<img|<!--/);
    expect(evil.match(/<\/script>/g)?.length).toBe(page.match(/<\/script>/g)?.length);
    expect(evil.match(/<[a-z]/g)?.length).toBe(page.match(/<[a-z]/g)?.length);
  });

  it('is still there to be read', () => {
    expect(evil).toContain('&#60;/script&#62;&#60;img src=x onerror=&#34;alert(1)&#34;&#62;');
  });
});

describe('the page', () => {
  it('lets in its own style and scripts, and nothing else', () => {
    const digest = (text: string) => `&#39;sha256-${createHash('sha256').update(text).digest('base64')}&#39;`;
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1];
    expect(policy).toContain('default-src &#39;none&#39;');
    expect(page).toContain(`<style>${small.style}</style>`);
    for (const script of small.scripts) expect(page).toContain(`<script>${script}</script>`);
    expect(policy).toContain(`style-src ${digest(small.style)};`);
    expect(policy).toContain(`script-src ${small.scripts.map(digest).join(' ')};`);
  });

  it('opens with the table to decide from; then comes what follows from it, and what does not', () => {
    const body = page.slice(page.indexOf('<body>'));
    const parts = ['<h1', 'class="facts"', '<table', 'class="conclusions"', 'class="limits"', '<nav'];
    const places = parts.map((part) => body.indexOf(part));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    expect(/<table[^>]*id="([^"]*)"/.exec(body)?.[1]).toBe('decision-table');
    // One line of facts lies between the title and the table, and no paragraph besides.
    expect(body.slice(0, body.indexOf('<table')).match(/<p /g)).toHaveLength(1);
  });

  it('has no handler and no style within its elements', () => {
    expect(page).not.toMatch(/<[^>]+ (?:on\w+|style)=/);
  });

  it('names each id once', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('has a table beside every chart', () => {
    const figures = page.split('<figure').slice(1);
    expect(figures.length).toBeGreaterThan(10);
    for (const figure of figures) {
      const [inside = ''] = figure.split('</figure>');
      expect(inside).toMatch(/role="img" aria-label="[^"]{20,}"/);
      expect(inside).toContain('<caption');
    }
  });

  it('is the same for the same results', () => {
    expect(reportPage(example, small)).toBe(page);
  });

  it.each([
    [
      'no run',
      { runs: [], ratios: [], noise: [] },
      ['No run was finished.', 'No checkout was measured', 'No cost was measured'],
    ],
    [
      'no fault',
      { runs: example.runs.map((run) => ({ ...run, faults: [] })) },
      [
        'No fault was played in this run',
        'no prediction was put to the test',
        'No promise was found broken.',
      ],
    ],
    ['no self-check', { selfChecks: [] }, ['The checkers were not checked in this run']],
    ['no A/A run', { noise: [] }, ['The baseline was not run twice in a repeat']],
    [
      'no anomaly',
      { runs: example.runs.map((run) => ({ ...run, anomalies: [] })) },
      ['No anomaly was looked for', 'Nobody waited for a change to show'],
    ],
    [
      'an interrupted run',
      { complete: false, incompleteBecause: 'Ctrl-C was pressed' },
      ['Ctrl-C was pressed'],
    ],
  ])('says of %s what there is not', (_, without, sentences) => {
    const text = reportPage({ ...example, ...without }, small);
    for (const sentence of sentences) expect(text).toContain(sentence);
    expect(text).not.toMatch(/NaN|undefined|Infinity|>null</);
  });

  it('shows no ratio for what lies within the noise', () => {
    const within = example.ratios.find(({ withinNoise, metric }) => withinNoise && metric === 'saturation');
    expect(within).toBeDefined();
    const [table = ''] = page.slice(page.indexOf('id="decision-table"')).split('</table>');
    const cells = [
      ...table.matchAll(
        /data-figure="saturation-ratio"\s+data-profile="([^"]+)"\s+data-value="[^"]+"\s*>([^<]+)</g,
      ),
    ];
    expect(cells.length).toBe(example.profiles.length - 1);
    expect(cells.find(([, name]) => name === within?.profile)?.[2]).toBe('no difference');
  });
});

it('the scripts that are carried along cannot end their element', async () => {
  const { scripts } = await loadAssets();
  expect(scripts.length).toBe(2);
  expect(scripts.filter((script) => /<\/script/i.test(script))).toEqual([]);
});

/** The same with a text that nobody trusts wherever results hold words of somebody's own. */
function made(results: Results, text: string): Results {
  const names = new Map(results.profiles.map(({ name }) => [name, `${name}${text}`]));
  const renamed = (name: string) => names.get(name) ?? name;
  const finding = (one: Results['runs'][number]['verdicts'][number]['findings'][number]) => ({
    ...one,
    message: text,
    history: one.history.map((entry) => ({ ...entry, error: text, input: { text } })),
  });
  const verdict = (one: Results['runs'][number]['verdicts'][number]) => ({
    ...one,
    title: text,
    ...(one.reason !== undefined && { reason: text }),
    findings: one.findings.map(finding),
  });
  return {
    ...results,
    settings: {
      ...results.settings,
      baseline: renamed(results.settings.baseline),
      profiles: [...names.values()],
    },
    environment: {
      ...results.environment,
      ...{ cpu: text, os: text, node: text, postgres: text, whereabouts: text, broker: text },
      packages: Object.fromEntries(
        Object.keys(results.environment.packages).map((name) => [`${name}${text}`, text]),
      ),
      budget: { cpus: text, connections: text },
    },
    profiles: results.profiles.map((facts) => ({
      ...facts,
      ...{ name: renamed(facts.name), description: text, coordination: text, transport: text },
      services: facts.services.map((service) => ({ ...service, name: `${service.name}${text}` })),
      promises: facts.promises.map((promise) => ({ ...promise, title: text + promise.title, reason: text })),
      outages: facts.outages.map((outage) => ({ ...outage, part: `${outage.part}${text}`, sentence: text })),
    })),
    runs: results.runs.map((run) => ({
      ...run,
      profile: renamed(run.profile),
      notes: run.notes.map(() => text),
      verdicts: run.verdicts.map(verdict),
      anomalies: run.anomalies.map((one) => ({
        ...one,
        ...{ name: `${one.name ?? ''}${text}`, title: text, because: text },
      })),
      faults: run.faults.map((fault) => ({
        ...fault,
        ...{ title: fault.title + text, fault: fault.fault + text },
        ...(fault.reason !== undefined && { reason: text }),
        verdicts: fault.verdicts.map(verdict),
        predictions: fault.predictions.map((one) => ({
          ...one,
          what: text,
          predicted: text,
          observed: text,
        })),
      })),
    })),
    ratios: results.ratios.map((ratio) => ({
      ...ratio,
      profile: renamed(ratio.profile),
      baseline: renamed(ratio.baseline),
    })),
    noise: results.noise.map((one) => ({ ...one, profile: renamed(one.profile) })),
    selfChecks: results.selfChecks.map((one) => ({ ...one, variant: text, title: text })),
  };
}

import type { Results } from '@comparison/protocol';
import { stretchLabel } from '../../figures/headline.js';
import { countText, numberText, percentText } from '../../figures/number-text.js';
import type { ReportFigures } from '../../figures/profile-figures.js';
import { isCompared } from '../../statistics/metrics.js';
import { html, type Content, type Html } from '../html.js';
import type { Section } from '../section.js';
import { table } from '../table.js';

/** Under what all of it was measured, so that it can be done again. */
export function settingsSection({ results }: ReportFigures): Section {
  const { settings, environment, startedAt, endedAt } = results;
  const { scale, concurrency, rates } = settings;
  const stretches = results.runs.flatMap((run) => run.stretches);
  const shares = stretches.map(({ measured }) => measured.generator.cpuShare);
  const late = stretches.map(({ measured }) => measured.generator.lateness.p99);
  const load =
    concurrency !== null
      ? `closed loop, ${countText(concurrency, 'client')}`
      : rates.length > 0
        ? `open loop at ${rates.map((rate) => `${numberText(rate)}/s`).join(', ')}`
        : 'open loop, rates derived from the search';
  return {
    id: 'settings',
    title: 'How it was measured',
    lead: '',
    body: html`<div class="pair">
      ${pairs('What was asked for', [
        ['Profiles', settings.profiles.join(', ')],
        ['Baseline', settings.baseline],
        [
          'Workload',
          `${settings.workload}, ${countText(scale.customers, 'customer')}, ${countText(scale.products, 'product')}`,
        ],
        ['Load', load],
        ['Share of saturation', percentText(settings.share)],
        ['Stretches', stretchesText(results)],
        ['Warm-up', `${settings.warmup} s`],
        ['Repeats', settings.repeats],
        ['Faults', settings.faults.length === 0 ? 'none' : settings.faults.join(', ')],
        ['Seed', settings.seed],
        ['Begun and ended', `${startedAt} – ${endedAt}`],
      ])}
      ${pairs('Where it ran', [
        ['Processor', `${environment.cpu}, ${countText(environment.cores, 'core')}`],
        ['Memory', `${numberText(environment.memoryMb)} MB`],
        ['System', environment.os],
        ['Processor time', environment.budget.cpus],
        ['Connections', environment.budget.connections],
        ['Connections seen', connectionsText(results)],
        [
          'Load generator',
          shares.length === 0
            ? 'not measured'
            : `up to ${percentText(Math.max(...shares))} of a core; transactions begun late by up to ${numberText(Math.max(...late))} ms (p99 of a stretch)`,
        ],
      ])}
      ${pairs('Durability in force', Object.entries(environment.durability))}
      ${pairs('Versions', [
        ['Whereabouts', environment.whereabouts],
        ['Node.js', environment.node],
        ['PostgreSQL', environment.postgres],
        ['Broker', environment.broker ?? 'none'],
        ...Object.entries(environment.packages),
      ])}
    </div>`,
  };
}

/** Each once: how long load was put on at what rate. */
function stretchesText({ runs }: Results): string {
  const compared = runs.flatMap(({ stretches }) => stretches.filter(isCompared));
  const texts = compared.map(
    (stretch) => `${stretchLabel(stretch)} for ${numberText(stretch.measured.seconds)} s`,
  );
  return [...new Set(texts)].join(', ') || 'none was measured';
}

/** At the end of a stretch, the most of each profile. */
function connectionsText({ runs, profiles }: Results): string {
  const texts = profiles.flatMap(({ name }) => {
    const seen = runs
      .filter((run) => run.profile === name)
      .flatMap(({ stretches }) => stretches.flatMap(({ cost }) => cost?.connections ?? []));
    return seen.length === 0 ? [] : [`${name} ${numberText(Math.max(...seen))}`];
  });
  return texts.join(', ') || 'not measured';
}

function pairs(caption: string, rows: readonly (readonly [string, Content])[]): Html {
  return table({
    ...{ caption, className: 'pairs', columns: [{ label: 'What' }, { label: 'Value' }] },
    rows: rows.map(([what, value]) => [what, value]),
  });
}

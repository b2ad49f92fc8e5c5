import type { FaultRun, Stretch } from '@comparison/protocol';
import { numberText } from '../../figures/number-text.js';
import type { ProfileFigures, ReportFigures } from '../../figures/profile-figures.js';
import { chart } from '../chart.js';
import { html, type Html, idOf } from '../html.js';
import { identityOf } from '../identity.js';
import { nothing, type Section } from '../section.js';
import { table } from '../table.js';
import { axis, base, tip, upright } from './axes.js';

interface Played {
  readonly of: ProfileFigures;
  readonly repeat: number;
  readonly fault: FaultRun;
  readonly stretch: Stretch;
}

const phaseWords = {
  steady: 'before it',
  fault: 'while it lasts',
  heal: 'after it was healed',
  drain: 'no more load, what is under way ends',
} as const;

/** A chart per fault and profile, folded by fault. */
export function timelineSection({ profiles }: ReportFigures): Section {
  const played = profiles.flatMap((of) =>
    of.runs.flatMap(({ repeat, faults, stretches }): readonly Played[] =>
      faults.flatMap((fault) => {
        const stretch = stretches.find(({ id }) => id === fault.stretch);
        return stretch ? [{ of, repeat, fault, stretch }] : [];
      }),
    ),
  );
  const faults = [...new Map(played.map((one) => [one.fault.fault, one.fault.title]))];
  return {
    id: 'timelines',
    title: 'Faults, second by second',
    lead: 'Checkouts that ended as they should, and operations that were refused or never answered, in each second. The densely shaded phase is the fault. The dashed line is of what was refused or not answered.',
    body:
      faults.length === 0
        ? nothing('No fault was played in this run; --faults basic plays some.')
        : faults.map(([id, title], index) => {
            const same = played.filter(({ fault }) => fault.fault === id);
            return html`<details class="fold" ${index === 0 && 'open'}>
              <summary>${title} <span class="muted">(${same.length} times)</span></summary>
              <div class="grid">${same.map(timeline)}</div>
            </details>`;
          }),
  };
}

function timeline({ of, repeat, fault, stretch }: Played): Html {
  const { timeline: seconds } = stretch.measured;
  const { goodput, recoveredAfter } = fault;
  const { colour, symbol } = identityOf(of);
  const told = goodput
    ? `Goodput ${numberText(goodput.steady)}/s before, ${numberText(goodput.fault)}/s during, ${numberText(goodput.after)}/s after`
    : 'Goodput not measured';
  const recovered =
    recoveredAfter === null
      ? 'not recovered within the run'
      : `recovered ${numberText(recoveredAfter)} s after the heal`;
  const end = seconds.length;
  return chart({
    id: idOf('timeline', `${of.index}-${fault.fault}`, repeat),
    title: of.name,
    lead: `${told}; ${recovered}.`,
    alternative: `${of.name}, ${fault.title}. ${told}; ${recovered}.`,
    size: 'small',
    option: {
      ...base,
      tooltip: tip('@second'),
      xAxis: axis('s', { min: 0, max: end, splitLine: { show: false } }),
      yAxis: upright('', { min: 0, minInterval: 1 }),
      series: [
        {
          type: 'line',
          name: 'completed checkouts',
          data: seconds.map(({ at, completed }) => [at, completed]),
          ...{ symbol, symbolSize: 4, step: 'middle' },
          lineStyle: { color: colour, width: 2 },
          itemStyle: { color: colour },
          markArea: shaded(fault, end),
        },
        {
          type: 'line',
          name: 'refused or unanswered operations',
          data: seconds.map(({ at, failed, unknown }) => [at, failed + unknown]),
          ...{ symbol: 'none', step: 'middle' },
          lineStyle: { color: 'var(--bad)', width: 1.5, type: [3, 3] },
          itemStyle: { color: 'var(--bad)' },
        },
      ],
    },
    numbers: table({
      caption: `${of.name}: ${fault.title}, second by second`,
      columns: [
        'Second',
        'Phase',
        'Completed',
        'Refused',
        'Unanswered',
        'Decided p50, ms',
        'Decided p99, ms',
      ].map((label, index) => ({ label, numeric: index !== 1 })),
      rows: seconds.map(({ at, completed, failed, unknown, completionP50, completionP99 }) => [
        at,
        phaseAt(fault, at),
        completed,
        failed,
        unknown,
        completionP50 === null ? '–' : numberText(completionP50),
        completionP99 === null ? '–' : numberText(completionP99),
      ]),
    }),
  });
}

/** The phases as areas: the fault dense, the heal faint, each with its name at the top. */
function shaded({ phases }: FaultRun, end: number): object {
  const areas = phases.map(({ phase, at }, index) => [
    {
      name: phase,
      xAxis: at,
      itemStyle: {
        color: phase === 'fault' ? 'var(--shade)' : phase === 'heal' ? 'var(--shade-faint)' : 'transparent',
      },
    },
    { xAxis: phases[index + 1]?.at ?? end },
  ]);
  return { silent: true, label: { color: 'var(--muted)', fontSize: 11 }, data: areas };
}

function phaseAt({ phases }: FaultRun, second: number): string {
  const phase = phases.findLast(({ at }) => at <= second)?.phase;
  return phase === undefined ? '' : `${phase} (${phaseWords[phase]})`;
}

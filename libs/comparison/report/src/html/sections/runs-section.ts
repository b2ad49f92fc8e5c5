import type { Latency, Run, Stretch } from '@comparison/protocol';
import { bracketText } from '../../figures/bracket-text.js';
import { stretchLabel } from '../../figures/headline.js';
import { countText, numberText, percentText } from '../../figures/number-text.js';
import type { ReportFigures } from '../../figures/profile-figures.js';
import { canTell } from '../../statistics/counting-error.js';
import { inTimeOf } from '../../statistics/metrics.js';
import { quoted } from '../figure.js';
import { html, type Html } from '../html.js';
import { named } from '../identity.js';
import { nothing, type Section } from '../section.js';
import { table } from '../table.js';

/** Every start of every profile, in the order in which they ran. */
export function runsSection({ results, profiles }: ReportFigures): Section {
  const runs = results.runs.toSorted((a, b) => a.repeat - b.repeat || a.turn - b.turn);
  const nameOf = (run: Run) => {
    const of = profiles.find(({ name }) => name === run.profile);
    return of ? named(of) : run.profile;
  };
  return {
    id: 'runs',
    title: 'Run by run',
    lead: 'Profiles take turns in another order each repeat, so that none always runs on a fresh or a tired machine.',
    body:
      runs.length === 0
        ? nothing('No run was finished.')
        : [
            table({
              caption: 'Runs',
              columns: [
                { label: 'Repeat', numeric: true },
                { label: 'Turn', numeric: true },
                { label: 'Profile' },
                { label: 'Role' },
                { label: 'Ready after, s', numeric: true },
                { label: 'Saturation, checkouts/s', numeric: true },
                { label: 'Found between, transactions/s' },
                { label: 'What was odd' },
              ],
              rows: runs.map((run) => [
                run.repeat,
                run.turn,
                { sort: run.profile, content: nameOf(run) },
                run.role === 'again' ? 'again, for the noise' : 'measured',
                { sort: run.readyMs, content: numberText(run.readyMs / 1000) },
                run.saturation === null
                  ? { sort: '', content: '–' }
                  : {
                      sort: run.saturation,
                      content: quoted(`saturation-${run.role}-${run.repeat}`, run.profile, run.saturation),
                    },
                run.bracket ? bracketText([run.bracket]) : '–',
                run.notes.join('; '),
              ]),
              sortable: true,
            }),
            ...runs.map((run) => details(run, nameOf(run))),
          ],
  };
}

function details({ repeat, role, stretches }: Run, name: Html | string): Html {
  return html`<details class="fold">
    <summary>
      ${name}: repeat ${repeat}${role === 'again' && ', again'},
      ${countText(stretches.length, 'stretch', 'stretches')}
    </summary>
    ${table({
      caption: 'Stretches of load',
      className: 'compact',
      columns: [
        { label: 'Stretch' },
        { label: 'Load' },
        { label: 'Begun', numeric: true },
        { label: 'Dropped', numeric: true },
        { label: 'Goodput/s', numeric: true },
        { label: 'Checkouts due', numeric: true },
        { label: 'Decided in time', numeric: true },
        { label: 'Undecided', numeric: true },
        ...['Answered, ms', 'Decided, ms'].flatMap((group) =>
          ['p50', 'p90', 'p99', 'slowest', 'n'].map((label) => ({ label, numeric: true, group })),
        ),
        { label: 'Generator', numeric: true },
      ],
      rows: stretches.map(stretchRow),
    })}
  </details>`;
}

function stretchRow(stretch: Stretch) {
  const { begun, dropped, goodput, checkouts, generator } = stretch.measured;
  const { acknowledgement, completion, undecided } = checkouts;
  const { inTime, due } = inTimeOf(stretch);
  return [
    stretch.id,
    stretchLabel(stretch),
    ...[begun, dropped, goodput, due, inTime, undecided].map((value) => numberText(value)),
    ...[...latencies(acknowledgement), ...latencies(completion)],
    percentText(generator.cpuShare),
  ];
}

/** A percentile that too few lie beyond is nobody's but theirs. */
function latencies({ count, p50, p90, p99, max }: Latency): readonly string[] {
  const told = (percentile: number, ms: number) => (canTell(percentile, count) ? numberText(ms) : '–');
  const some = (ms: number) => (count > 0 ? numberText(ms) : '–');
  return [some(p50), told(90, p90), told(99, p99), some(max), numberText(count)];
}

import type { InvariantId, Run, Verdict } from '@comparison/protocol';
import { invariantId } from '@comparison/protocol';
import type { ProfileFigures, ReportFigures } from '../../figures/profile-figures.js';
import { numberText } from '../../figures/number-text.js';
import { html, type Html } from '../html.js';
import { named } from '../identity.js';
import { nothing, type Section } from '../section.js';
import { table } from '../table.js';
import { findings } from './findings.js';

interface MatrixRow {
  readonly of: ProfileFigures;
  readonly fault: string;
  readonly verdicts: readonly Verdict[];
  readonly notRun: string | null;
}

const signs: Readonly<Record<Verdict['verdict'], readonly [sign: string, words: string]>> = {
  held: ['✓', 'held'],
  violated: ['✗', 'violated'],
  permitted: ['~', 'happened, permitted'],
  'not-judged': ['·', 'not judged'],
};
const gravest: readonly Verdict['verdict'][] = ['violated', 'permitted', 'held', 'not-judged'];

export function matrixSection(figures: ReportFigures): Section {
  const rows = figures.profiles.flatMap(rowsOf);
  const ids = invariantId.options.filter((id) =>
    rows.some(({ verdicts }) => verdicts.some(({ invariant }) => invariant === id)),
  );
  return {
    id: 'invariants',
    title: 'Invariants, by profile and fault',
    lead: 'Each was judged from the clients’ history and from the databases when all was quiet. Over several runs the gravest verdict counts.',
    body:
      ids.length === 0
        ? nothing('No invariant was judged in this run.')
        : [matrix(rows, ids), key(), names(rows, ids), findings(figures)],
  };
}

function rowsOf(of: ProfileFigures): readonly MatrixRow[] {
  const { runs } = of;
  const faults = new Map(
    runs.flatMap((run) => run.faults.map(({ fault, title }) => [fault, title] as const)),
  );
  return [
    { of, fault: 'no fault', verdicts: runs.flatMap((run: Run) => run.verdicts), notRun: null },
    ...[...faults].map(([id, title]) => {
      const same = runs.flatMap((run) => run.faults.filter(({ fault }) => fault === id));
      const [first] = same;
      const notRun = same.every(({ outcome }) => outcome === 'not-run')
        ? (first?.reason ?? 'no reason given')
        : null;
      return { of, fault: title, verdicts: same.flatMap(({ verdicts }) => verdicts), notRun };
    }),
  ];
}

function matrix(rows: readonly MatrixRow[], ids: readonly InvariantId[]): Html {
  return table({
    caption: 'A row per profile and fault, a column per invariant',
    className: 'matrix',
    columns: [
      { label: 'Profile' },
      { label: 'Fault' },
      ...ids.map((id) => ({ label: id, className: 'cell' })),
    ],
    rows: rows.map(({ of, fault, verdicts, notRun }) => [
      named(of),
      notRun === null ? fault : html`${fault} <span class="muted">(not run: ${notRun})</span>`,
      ...ids.map((id) =>
        cell(
          of,
          fault,
          id,
          verdicts.filter(({ invariant }) => invariant === id),
        ),
      ),
    ]),
  });
}

function cell(of: ProfileFigures, fault: string, id: InvariantId, verdicts: readonly Verdict[]) {
  const found = gravest.find((one) => verdicts.some(({ verdict }) => verdict === one)) ?? 'not-judged';
  const [sign, words] = signs[found];
  return {
    className: `verdict ${found}`,
    content: html`<span
      data-verdict="${found}"
      data-profile="${of.name}"
      data-fault="${fault}"
      data-invariant="${id}"
      ><span aria-hidden="true">${sign}</span><span class="heard">${id} ${words}</span></span
    >`,
  };
}

function key(): Html {
  return html`<p class="key">
    ${gravest.map((verdict) => html`<span class="verdict ${verdict}" aria-hidden="true">${signs[verdict][0]}</span> ${signs[verdict][1]}; `)}
    a verdict is <em>not judged</em> where there was nothing to judge.
  </p>`;
}

function names(rows: readonly MatrixRow[], ids: readonly InvariantId[]): Html {
  const all = rows.flatMap(({ verdicts }) => verdicts);
  return html`<details class="fold">
    <summary>What the invariants say</summary>
    ${table({
      caption: 'Invariants',
      columns: [
        { label: 'Id' },
        { label: 'Says' },
        { label: 'Looked at', numeric: true },
        { label: 'Not judged because' },
      ],
      rows: ids.map((id) => {
        const same = all.filter(({ invariant }) => invariant === id);
        const reasons = new Set(same.flatMap(({ reason }) => reason ?? []));
        return [
          id,
          same[0]?.title ?? '',
          numberText(same.reduce((sum, { examined }) => sum + examined, 0)),
          [...reasons].join('; '),
        ];
      }),
    })}
  </details>`;
}

import type { ProfileFacts } from '@comparison/protocol';
import { dataPromises } from '../../figures/outages.js';
import { type Keeping, keepingOf, promiseName } from '../../figures/promise-names.js';
import type { ProfileFigures, ReportFigures } from '../../figures/profile-figures.js';
import { html, type Html } from '../html.js';
import type { Cell } from '../table.js';
import { violationsLine } from './safety-cells.js';

type Promised = ProfileFacts['promises'][number];

const words: Readonly<
  Record<Keeping, { readonly sign: string; readonly word: string; readonly className: string }>
> = {
  kept: { sign: '✓', word: 'keeps', className: 'kept' },
  depends: { sign: '◐', word: 'depends', className: 'depends' },
  'not kept': { sign: '✗', word: 'does not keep', className: 'not-kept' },
};

/** Promises that are not alike in all profiles: those one can decide by. */
export function telling({ profiles }: ReportFigures): ReadonlySet<string> {
  const ids = new Set(profiles.flatMap(({ facts }) => dataPromises(facts).map(({ id }) => id)));
  return new Set(
    [...ids].filter((id) => {
      const said = profiles.map(({ facts }) => {
        const promise = facts.promises.find((one) => one.id === id);
        return promise && keepingOf(promise);
      });
      return profiles.length === 1 || new Set(said).size > 1;
    }),
  );
}

/** What was found broken; then what is kept, depends and is not kept, in words; the reasons are a table further down. */
export function promisesCell(of: ProfileFigures, shown: ReadonlySet<string>): Cell {
  const promises = dataPromises(of.facts).filter(({ id }) => shown.has(id));
  return {
    sort: of.violations.length,
    className: of.violations.length > 0 ? 'alarm' : '',
    content: [
      violationsLine(of),
      html`<ul class="promises">
        ${(['kept', 'depends', 'not kept'] as const).map((keeping) => {
          const same = promises.filter((promise) => keepingOf(promise) === keeping);
          return same.length > 0 && line(keeping, same);
        })}
      </ul>`,
    ],
  };
}

function line(keeping: Keeping, promises: readonly Promised[]): Html {
  const { sign, word, className } = words[keeping];
  return html`<li class="${className}">
    <span aria-hidden="true">${sign}</span> <span class="word">${word}</span>
    ${promises.map(promiseName).join(', ')}
  </li>`;
}

export function keepingText(keeping: Keeping): Html {
  const { sign, className } = words[keeping];
  return html`<span class="${className}"><span aria-hidden="true">${sign}</span> ${keeping}</span>`;
}

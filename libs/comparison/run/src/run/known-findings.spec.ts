import { describe, expect, it } from '@jest/globals';
import { type Verdict, verdict } from '@comparison/protocol';
import { KnownFindings } from './known-findings.js';

const broken = (messages: readonly string[], found = messages.length): Verdict =>
  verdict.parse({
    ...{ invariant: 'A1', title: 'no order is half done', verdict: 'violated', examined: 9, found },
    findings: messages.map((message) => ({ invariant: 'A1', message, seed: 1, history: [] })),
  });
const held: Verdict = { ...broken([]), verdict: 'held' };

describe('what a fault is blamed for', () => {
  const after = (...judged: readonly Verdict[]) => {
    const known = new KnownFindings();
    return judged.map((one) => known.newIn([one])[0]).at(-1);
  };

  it('is all that is found where nothing was known', () => {
    expect(after(broken(['o-1 is half done']))).toEqual(broken(['o-1 is half done']));
    expect(after(held, broken(['o-1 is half done']))).toEqual(broken(['o-1 is half done']));
  });

  it('is nothing that was known, and that is said', () => {
    expect(after(broken(['o-1']), broken(['o-1']))).toMatchObject({
      ...{ verdict: 'held', findings: [], reason: 'nothing new, 1 known before this fault' },
    });
  });

  it('is what is new beside what was known', () => {
    const said = after(broken(['o-1']), broken(['o-1', 'o-2']));
    expect(said).toMatchObject({ verdict: 'violated', reason: '1 new, 1 known before this fault' });
    expect(said?.findings.map(({ message }) => message)).toEqual(['o-2']);
  });

  it('is known for every later fault', () => {
    expect(after(broken([]), broken(['o-1']), broken(['o-1']))?.verdict).toBe('held');
    expect(after(broken(['o-1']), broken(['o-2']), held, broken(['o-1', 'o-2']))?.verdict).toBe('held');
  });

  it('is also what is new and not kept', () => {
    expect(after(broken(['o-1'], 12), broken(['o-1'], 12))?.verdict).toBe('held');
    expect(after(broken(['o-1'], 12), broken(['o-1'], 13))).toMatchObject({
      ...{ verdict: 'violated', reason: '1 new, 12 known before this fault', found: 1 },
    });
  });
});

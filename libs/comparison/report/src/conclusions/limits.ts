import type { Results } from '@comparison/protocol';
import { countText, listText, percentText } from '../figures/number-text.js';
import { isCompared } from '../statistics/metrics.js';

/** What nobody should conclude from these results, each a sentence. */
export function limits({ settings, environment, runs, noise, selfChecks }: Results): readonly string[] {
  const again = runs.filter(({ role }) => role === 'again').length;
  const compared = runs.flatMap(({ stretches }) => stretches.filter(isCompared));
  const shares = compared.map(({ measured }) => measured.generator.cpuShare);
  const generator = shares.length === 0 ? '' : `, taking up to ${percentText(Math.max(...shares))} of a core`;
  const undecided = compared.reduce((sum, { measured }) => sum + measured.checkouts.undecided, 0);
  const weak = noise.filter(({ pairs }) => pairs < 2).length;
  return [
    `One machine with ${countText(environment.cores, 'core')} ran everything, the load generator beside it${generator}: networks between machines, and machines that fail as a whole, are not in these figures.`,
    settings.repeats === 1
      ? 'One repeat: there is no interval, a single pair stands for each comparison, and there is one order of turns: the first profile, which is the heaviest, also meets whatever is still cold.'
      : `${settings.repeats} repeats: an interval over so few is hardly more than the range of what was seen.`,
    noiseLimit(noise.length === 0 ? 0 : again, weak, settings.baseline),
    ...(undecided === 0
      ? []
      : [
          `${countText(undecided, 'checkout')} ${undecided === 1 ? 'was' : 'were'} not decided when the drain was over: latencies have ${undecided === 1 ? 'it' : 'them'} with the time until then, which is less than it took.`,
        ]),
    ...(settings.faults.length === 0
      ? ['No fault was played: what an outage takes down is derived from each profile, not seen.']
      : []),
    ...(selfChecks.length === 0
      ? ['The checkers were not checked against broken variants in this run (--self-check does that).']
      : []),
    `The figures are of the workload ${settings.workload} with ${listText([countText(settings.scale.customers, 'customer'), countText(settings.scale.products, 'product')])}, for ${settings.duration} s a stretch: other data, other mixes and days of uptime may differ.`,
  ];
}

function noiseLimit(again: number, weak: number, baseline: string): string {
  if (again === 0)
    return 'Nothing was run twice for the noise: a difference may be nothing but the machine’s mood.';
  if (weak > 0)
    return `The noise is what one A/A pair of ${baseline} differed by: a single pair may by chance be closer than two runs usually are, so take small differences for none.`;
  return `The noise is the most that ${countText(again, 'A/A pair')} of ${baseline} differed by; profiles with more processes may be noisier than it.`;
}

import { type ComparedModule, type RecoveryWords, type Verdict, verdictOf } from '@platform/profile';
import { DeploymentError } from '../../deployment/deployment-error.js';

/** What a person says of modules besides which they are. */
export interface Words {
  readonly acceptLoss: boolean;
  /** The modules that are named were restored over what they had. */
  readonly restored: boolean;
  readonly nothingLost: boolean;
}

/** A module with what is to become of it. */
export interface Judged extends ComparedModule {
  readonly verdict: Verdict;
  /** Somebody says so, and nothing else tells. */
  readonly isSaid: boolean;
}

export function judged(
  compared: readonly ComparedModule[],
  named: readonly string[],
  { restored, nothingLost }: Words,
): readonly Judged[] {
  const words: RecoveryWords = { restored: restored ? named : [], nothingLost };
  return compared.map((each) => ({
    ...each,
    verdict: verdictOf(each, compared, words),
    isSaid: words.restored.includes(each.module),
  }));
}

/** Whether it may be settled: nothing is lost by that, or that was accepted. */
export function maySettle({ verdict }: Pick<Judged, 'verdict'>, { acceptLoss }: Words): boolean {
  return verdict === 'settle' || verdict === 'refill' || (verdict === 'loss' && acceptLoss);
}

/** @throws DeploymentError where words say nothing of any module */
export function assertWords({ restored }: Words, named: readonly string[]): void {
  if (restored && named.length === 0)
    throw new DeploymentError(
      'Name the modules whose database was restored over what it had: "whereabouts recover product stock --restored".',
    );
}

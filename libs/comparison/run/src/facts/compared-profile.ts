import type { ProfileFacts } from '@comparison/protocol';
import { listProfiles, loadProfile, type LoadOptions, type ResolvedProfile } from '@platform/profile';
import { resolve } from 'node:path';
import { UsageError } from '../usage-error.js';
import { factsOf } from './facts-of.js';

/** A profile that takes part. */
export interface ComparedProfile {
  readonly resolved: ResolvedProfile;
  readonly facts: ProfileFacts;
  /** Absolute. */
  readonly file: string;
}

/**
 * Names of profiles that ship, paths of others; `all`: every one that ships.
 * @throws ProfileError; UsageError for two that could not be told apart
 */
export function comparedProfiles(
  sources: readonly string[],
  options: LoadOptions,
): readonly ComparedProfile[] {
  const asked = sources.flatMap((source) =>
    source === 'all' ? listProfiles(options).map(({ name }) => name) : [source],
  );
  const compared = [...new Set(asked)].map((source) => {
    const resolved = loadProfile(source, options);
    return { resolved, facts: factsOf(source, resolved, options.catalogue), file: resolve(resolved.file) };
  });
  for (const [index, { resolved, facts }] of compared.entries()) {
    const other = compared.slice(0, index).find((one) => one.resolved.name === resolved.name);
    if (other)
      throw new UsageError(
        `Two profiles are named ${resolved.name} (${other.facts.source} and ${facts.source}): rename one of the files.`,
      );
  }
  return compared;
}

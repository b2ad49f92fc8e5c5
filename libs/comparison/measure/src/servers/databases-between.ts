import type { DatabaseUse } from './database-use.js';

type Uses = readonly (DatabaseUse | undefined)[];

export interface DatabasesBetween {
  readonly statements: number | null;
  readonly commits: number | null;
  readonly walBytes: number | null;
  readonly messages: number | null;
}

/** What all databases counted between two readings; null where one was not there, or began to count anew. */
export function databasesBetween(before: Uses, after: Uses): DatabasesBetween {
  const sum = (of: (before: DatabaseUse, after: DatabaseUse) => number | null): number | null => {
    let total = 0;
    for (const now of after) {
      const then = before.find((use) => use?.name === now?.name);
      const difference = now && then ? of(then, now) : null;
      if (difference === null || difference < 0) return null;
      total += difference;
    }
    return after.length === before.length ? total : null;
  };
  const counted = new Set<string>();
  return {
    statements: sum((then, now) =>
      then.era !== now.era || then.statements === null || now.statements === null
        ? null
        : now.statements - then.statements,
    ),
    commits: sum((then, now) => (then.era === now.era ? now.commits - then.commits : null)),
    // A restart leaves log positions and logs as they are.
    walBytes: sum((then, now) => {
      if (then.server !== now.server) return null;
      if (counted.has(now.server)) return 0;
      counted.add(now.server);
      return now.walBytes - then.walBytes;
    }),
    messages: sum((then, now) => now.messages - then.messages),
  };
}

import { setTimeout as after } from 'node:timers/promises';

/** Waits until a condition holds; fails when it does not within `limitMs`. */
export async function until(condition: () => boolean | Promise<boolean>, limitMs = 60_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > end)
      throw new Error(`It did not come about within ${limitMs} ms: ${condition.toString()}`);
    await after(10);
  }
}

import { describe, expect, it } from '@jest/globals';
import { createProgress } from './progress.js';

describe('progress', () => {
  it('is plain lines when piped', async () => {
    let text = '';
    const progress = createProgress({ write: (part) => (text += part) });
    await progress.step(
      'Starting shop',
      () => Promise.resolve(3000),
      (port) => `shop on port ${port}`,
    );
    progress.warn('shop is slow');
    expect(text).toMatch(/^Starting shop …\nshop on port 3000 \(\d+\.\d s\)\nwarning: shop is slow\n$/);
  });

  it('keeps what is under way at the bottom of a terminal, and marks what failed', async () => {
    let text = '';
    const progress = createProgress({ isTTY: true, write: (part) => (text += part) });
    let fail: (error: Error) => void = () => undefined;
    const step = progress.step('Starting shop', () => new Promise((_, reject) => (fail = reject)));
    progress.note('database on port 5432');
    expect(text.split('\r\x1b[K').at(-1)).toContain('… Starting shop');
    fail(new Error('no'));
    await expect(step).rejects.toThrow('no');
    expect(text.split('\r\x1b[K').at(-1)).toContain('✗');
  });
});

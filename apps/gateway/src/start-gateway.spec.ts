import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { FakeService } from './testing/fake-service.js';
import { gatewayOver } from './testing/gateway-over.js';
import { until } from './testing/until.js';

describe('a gateway that is told to end while it starts', () => {
  let service: FakeService;
  beforeEach(async () => {
    service = await FakeService.start('all');
  });
  afterEach(() => service.kill());

  it('ends though a service does not answer, and looks at nothing any more', async () => {
    service.hangs = true;
    const ending = new AbortController();
    const starting = gatewayOver(
      { all: { urls: [service.url] } },
      { limits: { probe: 600_000 }, ending: ending.signal },
    );
    await until(async () => (await service.connections()) > 0);
    ending.abort(new Error('told to'));
    await expect(starting).rejects.toThrow('told to');
    await until(async () => (await service.connections()) === 0);
  });

  it('does not begin when it was told before', async () => {
    const ending = AbortSignal.abort(new Error('told to'));
    await expect(gatewayOver({ all: { urls: [service.url] } }, { ending })).rejects.toThrow('told to');
  });
});

import { describe, expect, it } from '@jest/globals';

import { readGatewayConfiguration } from './gateway-configuration.js';

const valid = {
  ...{ host: '127.0.0.1', port: 3000, adminToken: 'secret' },
  services: [{ name: 'shop', modules: ['cart'], urls: ['http://127.0.0.1:4000', 'http://127.0.0.1:4001'] }],
};
const read = (value: unknown) =>
  readGatewayConfiguration({
    WHEREABOUTS_GATEWAY: typeof value === 'string' ? value : JSON.stringify(value),
  });

describe("the gateway's configuration", () => {
  it('comes in one environment variable', () => {
    expect(read(valid)).toEqual(valid);
  });

  it.each([
    ['is not set', undefined, /^WHEREABOUTS_GATEWAY is not set: /],
    ['is not JSON', '{', /is not JSON: /],
    [
      'knows no address',
      { ...valid, services: [{ ...valid.services[0], urls: [] }] },
      /at "services\.0\.urls"/,
    ],
    ['has an empty token', { ...valid, adminToken: '' }, /at "adminToken"/],
    ['has another key', { ...valid, profile: 'x' }, /different builds/],
  ])('is refused in one sentence when it %s', (_what, value, sentence) => {
    const environment = value === undefined ? {} : undefined;
    expect(() => (environment ? readGatewayConfiguration(environment) : read(value))).toThrow(sentence);
  });
});

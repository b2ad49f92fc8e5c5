import { describe, expect, it } from '@jest/globals';
import { describeProfile } from '../promises/describe-profile.js';
import { apart, resolve, together, travel } from '../testing/travel.fixture.js';
import { explainProfile } from './explain-profile.js';
import { mermaidOf } from './mermaid.js';
import { profileJson } from './profile-json.js';

const orchestrated = apart.replace('choreography', 'orchestration');

describe('an explanation', () => {
  it('says who reacts to what where nobody leads', () => {
    const text = explainProfile(resolve(apart), travel);
    expect(text).toMatch(/WHO REACTS TO WHAT\n.*\n {2}when +who reacts +and does/);
    expect(text).toMatch(/book done \(booking\) +booking +begin the booking\n +flight +seat\n/);
    expect(text).toMatch(/seat done \(flight\) +hotel +room, asking the hotel chain/);
    expect(text).toMatch(/failed: room \(hotel\) +flight +free \(undoes seat\)/);
  });

  it('says who is commanded by whom where one leads', () => {
    const text = explainProfile(resolve(orchestrated), travel);
    expect(text).toContain('WHO IS COMMANDED BY WHOM\n  booking keeps the state of each trip');
    expect(text).toMatch(/when +booking commands +to do/);
    expect(text).toMatch(/booking \(itself\) +begin the booking/);
  });

  it('undoes in one transaction only what was committed before it', () => {
    expect(explainProfile(resolve(together), travel)).not.toContain('free (undoes seat)');
  });

  it('says once what several parts do when they are away', () => {
    expect(explainProfile(resolve(apart), travel)).toMatch(
      /the service hotel, the +the paths of hotel answer 503; .* waits at room until it\n +database hotel +is back;/,
    );
  });

  it('says what follows from an older dump, for each database', () => {
    const restores = (yaml: string) => describeProfile(resolve(yaml), travel).restores;
    expect(explainProfile(resolve(together), travel)).toMatch(
      /\n\nWHEN A DATABASE IS RESTORED FROM AN OLDER DUMP\n.*\n {2}main .*all modules are as they were when it was dumped;/,
    );
    expect(restores(apart).map(({ outcome }) => outcome)).toEqual(['untold', 'untold', 'untold']);
    expect(restores(apart)[0]?.sentence).toMatch(/^do not start before the profile has an Event Store, /);
    expect(restores(apart)[1]?.sentence).toBe(
      'does not start before "whereabouts recover hotel --accept-loss": without an Event Store nobody can tell what is missing',
    );
    const archived =
      `${orchestrated}eventStore: { database: archive }\neventSourced: [booking, flight]\n`.replace(
        'review: {} }',
        'review: {}, archive: {} }',
      );
    const starting = (sentence: string) => expect.stringMatching(new RegExp(`^${sentence}`)) as unknown;
    expect(restores(archived)).toEqual([
      {
        ...{ database: 'booking', modules: ['booking'], outcome: 'events-only' },
        sentence: starting(
          'gets back what the Event Store has of its events, but not the state of its trips',
        ),
      },
      {
        ...{ database: 'booking', modules: ['flight'], outcome: 'refilled' },
        sentence: starting(
          'gets back by itself, .* what the Event Store has; what was never relayed is lost',
        ),
      },
      {
        ...{ database: 'hotel', modules: ['hotel'], outcome: 'told' },
        sentence: starting(
          'does not start before "whereabouts recover hotel --accept-loss"; without the option it lists',
        ),
      },
      { database: 'review', modules: ['review'], outcome: 'told', sentence: starting('does not start') },
      { database: 'archive', modules: [], outcome: 'asks', sentence: starting('the Event Store asks') },
    ]);
  });

  it('says that nothing notices it where messages stay in the process and databases are several', () => {
    const several = together
      .replace('main: {}', 'main: {}\n  own: {}')
      .replace('transaction', 'choreography')
      .concat('modules: { hotel: { database: own } }\n');
    expect(describeProfile(resolve(several), travel).restores.map(({ outcome }) => outcome)).toEqual([
      ...['unnoticed', 'unnoticed'],
    ]);
  });

  it('holds no password, as text or for programs', () => {
    const secret = resolve(
      together.replace('main: {}', 'main: { url: "postgres://me:secret@db.example/x" }'),
    );
    const description = describeProfile(secret, travel);
    expect(explainProfile(secret, travel)).not.toContain('secret');
    const json = JSON.stringify(profileJson(description));
    expect(json).not.toContain('secret');
    expect(JSON.parse(json)).toMatchObject({
      profile: { name: 'trial', databases: [{ name: 'main', address: 'db.example/x' }] },
      cost: { hops: 0 },
      outages: [{ part: { kind: 'service', name: 'travel' }, checkouts: 'refused' }, {}, {}],
    });
  });
});

describe('the diagram of a course', () => {
  const lines = (yaml: string) =>
    mermaidOf(resolve(yaml), travel)
      .split('\n')
      .map((line) => line.trim());

  it('has a box per service with those who take part, and the outside', () => {
    expect(lines(apart)).toEqual(
      expect.arrayContaining([
        'sequenceDiagram',
        'box service booking, 2 replicas',
        'participant booking',
        'participant flight',
        'participant outside0 as the hotel chain',
      ]),
    );
    expect(lines(apart)).not.toContain('box service review');
  });

  it('shows events that others hear, by choreography', () => {
    expect(lines(apart)).toEqual(
      expect.arrayContaining([
        'booking-)flight: book done, so seat',
        'flight-)hotel: seat done, so room, asking the hotel chain',
        'else room failed',
        'hotel-)flight: room failed, so free (undoes seat)',
      ]),
    );
  });

  it('shows commands and replies, by orchestration', () => {
    expect(lines(orchestrated)).toEqual(
      expect.arrayContaining([
        'booking-)flight: seat',
        'flight-)booking: seat done',
        'booking-)flight: free (undoes seat)',
      ]),
    );
  });

  it('shows what commits together, as one transaction', () => {
    const diagram = lines(together);
    const between = diagram.slice(
      diagram.indexOf('alt every step is done'),
      diagram.indexOf('else a step fails'),
    );
    expect(between).toContain('hotel->>outside0: room');
    expect(between.at(-1)).toMatch(/one commit for all of it$/);
  });
});

import { describe, expect, it } from '@jest/globals';
import { apart, refusals, together } from './testing/travel.fixture.js';

const changed = (yaml: string, from: string, to: string): string => {
  expect(yaml).toContain(from);
  return yaml.replace(from, to);
};

describe('a profile is refused, with file, key and remedy,', () => {
  const cases: readonly [what: string, yaml: string, sentence: string][] = [
    ['when it is empty', '', 'trial.yaml: the file is empty; begin from profiles/monolith.yaml.'],
    [
      'when it is a list',
      '- a',
      'trial.yaml: this is not a mapping of keys to values; begin from profiles/monolith.yaml.',
    ],
    [
      'when a key stands twice',
      `${together}checkout: transaction`,
      'trial.yaml:9: this is not valid YAML: map keys must be unique; correct the line.',
    ],
    [
      'for an unknown key',
      `${together}trnsport: kafka`,
      'trial.yaml:9, trnsport: there is no such key; write transport.',
    ],
    [
      'for an unknown key deep inside',
      changed(together, 'modules: [', 'replica: 2, modules: ['),
      'trial.yaml:3, services.travel.replica: there is no such key; write replicas.',
    ],
    [
      'for a missing key',
      changed(together, 'transport: in-process', ''),
      'trial.yaml, transport: this key is missing; add it: how events and commands travel between modules (in-process, kafka or rabbitmq).',
    ],
    [
      'for a value that is none of the choices',
      changed(together, 'in-process', 'kafak'),
      'trial.yaml:7, transport: "kafak" is none of its values (did you mean kafka?); choose in-process, kafka or rabbitmq.',
    ],
    [
      'for a text where a list belongs',
      changed(together, '[booking, flight, hotel, review]', 'booking'),
      'trial.yaml:3, services.travel.modules: "booking" is not a list; write a list, as in [a, b].',
    ],
    [
      'for no replicas',
      changed(apart, 'replicas: 2', 'replicas: 0'),
      'trial.yaml:3, services.booking.replicas: 0 is too small; write 1 or more.',
    ],
    [
      'for half a replica',
      changed(apart, 'replicas: 2', 'replicas: 1.5'),
      'trial.yaml:3, services.booking.replicas: 1.5 is not a whole number; write a whole number.',
    ],
    [
      'for no partitions',
      `${apart}topics: { partitions: 0 }`,
      'trial.yaml:9, topics.partitions: 0 is too small; write 1 or more.',
    ],
    [
      'for a name that no database can have',
      changed(together, '  main: {}', '  main: {}\n  "my db": {}'),
      'trial.yaml:6, databases.my db: "my db" is not a name; use small letters, digits and dashes, beginning with a letter, 40 at most.',
    ],
    [
      'without services',
      changed(together, 'travel: { modules: [booking, flight, hotel, review] }', '{}'),
      'trial.yaml:2, services: it is empty; add at least one entry: the process types: which modules each hosts, and in how many replicas.',
    ],
    [
      'for an unset variable',
      changed(together, 'main: {}', 'main: { url: "${DATABASE}" }'),
      'trial.yaml:5, databases.main.url: the environment variable DATABASE is not set; set it, or give it a default as in ${DATABASE:-value}.',
    ],
    [
      'for something that only looks like a variable',
      changed(together, 'main: {}', 'main: { url: "${DATABASE" }'),
      'trial.yaml:5, databases.main.url: "${DATABASE" is not a variable; write ${NAME} or ${NAME:-default}.',
    ],
    [
      'for an unknown module',
      changed(together, 'review]', 'review, flihgt]'),
      'trial.yaml:3, services.travel.modules.4: there is no module flihgt; write flight.',
    ],
    [
      'for an unknown database',
      changed(together, 'database: main', 'database: mian'),
      'trial.yaml:6, database: there is no database mian; write main, or add it under databases.',
    ],
    [
      'for an entry of an unknown module',
      `${together}modules: { flights: { database: main } }`,
      'trial.yaml:9, modules.flights: there is no module flights; write flight.',
    ],
    [
      'for an event-sourced module that does not exist',
      `${together}eventSourced: [hotels]`,
      'trial.yaml:9, eventSourced.0: there is no module hotels; write hotel.',
    ],
    [
      'for an event-sourced module that cannot be',
      `${together}eventSourced: [review]`,
      'trial.yaml:9, eventSourced.0: the module review cannot keep its data as events; remove it from the list.',
    ],
    [
      'for an Event Store without a broker',
      `${changed(together, 'main: {}', 'main: {}\n  archive: {}')}eventStore: { database: archive }`,
      'trial.yaml:10, eventStore: the Event Store archives what passes through a broker, and in-process messages pass through none; choose kafka or rabbitmq as transport, or remove eventStore.',
    ],
    [
      'for an archive in a database that is not there',
      `${apart}eventStore: { database: hotels }`,
      'trial.yaml:9, eventStore.database: there is no database hotels; write hotel, or add it under databases.',
    ],
    [
      "for an archive among modules' data",
      `${apart}eventStore: { database: hotel }`,
      'trial.yaml:9, eventStore.database: the archive would be lost with the data of hotel, whose database this is; name a database that no module uses.',
    ],
    [
      'when a module is hosted nowhere',
      changed(together, ', review]', ']'),
      "trial.yaml:2, services: no service hosts the module review; add it to a service's modules.",
    ],
    [
      'when a module is hosted by two services',
      changed(apart, '[hotel]', '[hotel, flight]'),
      'trial.yaml:2, services: the module flight is hosted by booking and hotel; leave it in one of them.',
    ],
    [
      'when a service lists a module twice',
      changed(together, 'review]', 'review, review]'),
      'trial.yaml:3, services.travel.modules: the module review is listed twice; remove one of the two.',
    ],
    [
      'when a module has no database',
      changed(apart, 'modules: [hotel], database: hotel', 'modules: [hotel]'),
      'trial.yaml:4, services.hotel: the module hotel has no database; add database to this service, or to the profile as the default for all.',
    ],
    [
      'for a database that nothing uses',
      changed(together, 'main: {}', 'main: {}\n  spare: {}'),
      'trial.yaml:6, databases.spare: no module keeps its data in this database; remove it, or place a module in it.',
    ],
    [
      'for in-process messages between services',
      changed(apart, 'kafka', 'in-process'),
      'trial.yaml:7, transport: in-process messages cannot reach from one service to another, and there are 3 (booking, hotel and review); choose kafka or rabbitmq, or put all modules into one service.',
    ],
    [
      'for one transaction over several services and databases',
      changed(apart, 'choreography', 'transaction'),
      'trial.yaml:8, checkout: one transaction cannot span several services and databases (booking in service booking and database booking, flight in service booking and database booking, hotel in service hotel and database hotel); choose choreography or orchestration, or put booking, flight and hotel into one service and database.',
    ],
    [
      'for an address that is not of PostgreSQL, without repeating its password',
      changed(together, 'main: {}', 'main: { url: "mysql://me:secret@localhost/shop" }'),
      'trial.yaml:5, databases.main.url: this is not the address of a PostgreSQL database; write postgres://user@host:port/name.',
    ],
  ];

  it.each(cases)('%s', (_, yaml, sentence) => {
    expect(refusals(yaml)).toEqual([sentence]);
  });

  it('for one database under two names, whatever the spelling', () => {
    const yaml = changed(
      apart,
      'hotel: {}, review: {}',
      'hotel: { url: "postgres://a@LOCALHOST/shop" }, review: { url: "postgresql://b@localhost:5432/shop" }',
    );
    expect(refusals(yaml)).toEqual([
      'trial.yaml:6, databases.review.url: this is the same database as hotel; keep one of the two, and name it where review is named.',
    ]);
  });

  it('with every problem found, a line each', () => {
    const yaml = `${changed(apart, 'kafka', 'in-process')}eventSourced: [hotels]`;
    expect(refusals(yaml)).toHaveLength(2);
  });

  it('for an empty variable without a default: it would quietly mean an embedded database', () => {
    const yaml = changed(together, 'main: {}', 'main: { url: "${DATABASE}" }');
    expect(refusals(yaml, { DATABASE: '' })[0]).toContain('the environment variable DATABASE is empty');
  });

  it('for broken YAML, with the line', () => {
    expect(refusals(`${together}pool: { max: 3`)[0]).toMatch(/^trial\.yaml:\d+: this is not valid YAML: /);
  });

  it('for a second document in the file', () => {
    expect(refusals(`${together}---\n${together}`)).toEqual([
      expect.stringMatching(/^trial\.yaml:\d+: a second document begins here; keep one in the file\.$/),
    ]);
  });

  it('for an alias that leads back to itself', () => {
    expect(refusals('a: &a [*a]')).toEqual([expect.stringContaining('instead of using aliases')]);
  });

  it('for aliases that multiply without end', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [index, name] of ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].entries()) {
      const before = 'abcdefghi'.charAt(index);
      bomb.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`);
    }
    expect(refusals(bomb.join('\n'))).toEqual([expect.stringContaining('instead of using aliases')]);
  });
});

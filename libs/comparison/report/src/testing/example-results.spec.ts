import { expect, it } from '@jest/globals';
import { parseResults } from '@comparison/protocol';
import { exampleResults } from './example-results.js';

it('the example is what results.json may hold', () => {
  expect(parseResults(JSON.parse(JSON.stringify(exampleResults(1))))).toEqual(exampleResults(1));
});

it('the example is the seed’s', () => {
  expect(exampleResults(5)).toEqual(exampleResults(5));
  expect(exampleResults(6).runs).not.toEqual(exampleResults(5).runs);
});

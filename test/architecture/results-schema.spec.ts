import { describe, test } from '@jest/globals';
import { resultsJsonSchema } from '@comparison/protocol';
import { expectUpToDate } from './support/generated-document.js';

const SCHEMA = 'docs/schema/results.schema.json';

describe('the schema of results.json', () => {
  test(`${SCHEMA} is what the code says (npm run docs writes it anew)`, () => {
    expectUpToDate(SCHEMA, `${JSON.stringify(resultsJsonSchema(), null, 2)}\n`);
  });
});

import { registerProblems } from '@platform/http';

registerProblems({
  'stock-below-reserved': { status: 409, title: 'More pieces are reserved than would be available' },
});

import { registerProblems } from '@platform/http';

registerProblems({
  'history-not-kept': { status: 404, title: 'What this resource was is not kept here' },
});

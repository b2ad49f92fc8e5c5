/** Nothing listens there: nobody is asked while tables are worked on. */
export const nowhere = 'http://127.0.0.1:9';

import { registerProblems } from '@platform/http';

registerProblems({ 'product-deleted': { status: 409, title: 'The product is deleted' } });

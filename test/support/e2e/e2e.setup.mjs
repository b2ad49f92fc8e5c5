import { jest } from '@jest/globals';

// What is waited for has deadlines of its own, with better words than Jest's.
jest.setTimeout(180_000);

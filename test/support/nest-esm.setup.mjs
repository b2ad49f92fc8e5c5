// CommonJS plugins of Nest (throttler) fail with "Cannot require() ES Module in a cycle" under Jest's ESM loader
// unless Nest itself was imported first.
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';

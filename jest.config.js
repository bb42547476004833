/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/test', '<rootDir>/src', '<rootDir>/sandbox'],
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/(?!.*\\.json\\.js$).*)\\.js$': '$1' },
  transform: { '^.+\\.tsx?$': ['ts-jest', { useESM: true, diagnostics: false }] },
  testEnvironment: 'node',
  testTimeout: 60_000,
  maxWorkers: 2,
  globalSetup: '<rootDir>/test/support/global-setup.js',
  globalTeardown: '<rootDir>/test/support/global-teardown.js',
  // The transform cache stays inside the checkout, so that a test run leaves nothing elsewhere.
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
};

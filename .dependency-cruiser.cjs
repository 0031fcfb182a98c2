/**
 * Imports go one way: app → modules → ui → kernel. A module is reached only through its index.ts, and only from the modules
 * that src/modules/modules.json lists. `bin/check` plants a violation of each rule here and sees that it is found.
 */
const allowed = require('./src/modules/modules.json');

const APP = '^src/[^/]+\\.tsx?$';
const TEST = '\\.(test|fixture)\\.tsx?$';
const error = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const onlyListed = Object.entries(allowed).map(([module, others]) =>
  error(
    `${module}-uses-only-listed`,
    `modules.json lets ${module} use: ${others.join(', ') || 'no other module'}`,
    { path: `^src/modules/${module}/` },
    { path: '^src/modules/[^/]+/', pathNot: [module, ...others].map((name) => `^src/modules/${name}/`) },
  ),
);

module.exports = {
  forbidden: [
    error(
      'kernel-knows-no-domain',
      'kernel imports only kernel',
      { path: '^src/kernel/' },
      { path: ['^src/(modules|ui)/', APP] },
    ),
    error(
      'ui-knows-no-domain',
      'ui imports only ui and kernel',
      { path: '^src/ui/' },
      { path: ['^src/modules/', APP] },
    ),
    error('modules-below-app', 'modules do not know the app', { path: '^src/modules/' }, { path: APP }),
    error(
      'front-door-only',
      'a module is reached through its index.ts',
      { path: '^src/modules/([^/]+)/', pathNot: [TEST, '\\.factory\\.tsx?$'] },
      { path: '^src/modules/[^/]+/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/index\\.ts$'] },
    ),
    error(
      'front-door-only-for-app',
      'the app reaches a module through its index.ts',
      { path: APP },
      { path: '^src/modules/[^/]+/', pathNot: '^src/modules/[^/]+/index\\.ts$' },
    ),
    ...onlyListed,
    error(
      'every-module-listed',
      'each folder of src/modules stands in modules.json',
      { path: '^src/modules/[^/]+/', pathNot: Object.keys(allowed).map((name) => `^src/modules/${name}/`) },
      {},
    ),
    error(
      'src-stands-alone',
      'src imports nothing from test, bench, scripts or demo',
      { path: '^src/', pathNot: TEST },
      { path: '^(test|bench|scripts|demo)/' },
    ),
    error(
      'no-tests-in-program',
      'tests and their factories are imported only by tests, factories and the demo',
      { path: '^src/', pathNot: [TEST, '\\.factory\\.tsx?$', 'demo'] },
      { path: [TEST, '\\.factory\\.tsx?$'] },
    ),
    error(
      'no-cycle',
      'no file imports itself by way of others',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    error(
      'no-dev-dependency',
      'what runs in production is in dependencies',
      { path: '^src/', pathNot: [TEST, '\\.factory\\.tsx?$'] },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    ),
    error('resolvable', 'every import leads somewhere', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.(css|json)$' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    combinedDependencies: false,
    moduleSystems: ['es6', 'cjs'],
  },
};

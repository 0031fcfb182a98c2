import { build } from './build.ts';

/** Before any test: messages, styles and islands as the server will read them. `bin/test` has built strictly before. */
export default async function setup(): Promise<void> {
  try {
    await build({ ifChanged: true });
  } catch (error) {
    process.stderr.write(`The build failed; tests run against the last good one:\n${(error as Error).message}\n`);
  }
}

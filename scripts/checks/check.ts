/** One step of `bin/check`. */
export type Check = {
  /** One word for the command line. */
  name: string;
  /** What holds when it passes. */
  claim: string;
  /** Problems found, one each, with file and line where there is one; none when all is well. */
  run(): Promise<string[]> | string[];
};

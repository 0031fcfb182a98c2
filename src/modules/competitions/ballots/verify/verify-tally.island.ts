import { startVerifyTool } from './verify-tool.ts';

/** Verifies a published ballot file where it lies. */
export default function verifyTally(element: HTMLElement): void {
  startVerifyTool(element);
}

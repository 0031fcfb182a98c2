import type { Kernel } from '../../kernel/kernel.ts';

/** Each part wires itself. */
export function wireSurveys(_k: Kernel): void {}

import type { Kernel } from '../../kernel/kernel.ts';

/** Each part wires itself. */
export function wireConsultations(_k: Kernel): void {}

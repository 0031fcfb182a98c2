import type { Kernel } from '../../../kernel/kernel.ts';

export function wireMatters(_k: Kernel): void {}

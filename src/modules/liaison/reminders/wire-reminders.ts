import type { Kernel } from '../../../kernel/kernel.ts';

export function wireReminders(_k: Kernel): void {}

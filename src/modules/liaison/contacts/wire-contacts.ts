import type { Kernel } from '../../../kernel/kernel.ts';

export function wireContacts(_k: Kernel): void {}

import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';

export function entryRoutes(_app: App, _k: Kernel): void {}

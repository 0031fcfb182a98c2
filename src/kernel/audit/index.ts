export { type AuditFilter, type AuditRow, knownActions, listEntries } from './audit.queries.ts';
export { type AuditEntry, audit, type ChainVerdict, chainEntries, verifyChain } from './audit.ts';
export { auditCommands } from './audit-commands.ts';

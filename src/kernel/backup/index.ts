export { backupCommands } from './backup-commands.ts';
export { BackupError, type Progress } from './backup-format.ts';
export { type RestoreOptions, type RestoreResult, restoreFrom } from './restore-backup.ts';
export { type BackupOptions, type BackupResult, backupTo } from './write-backup.ts';

export { batchObservers, type GroupCommitOptions, groupCommit, QueueFull } from './group-commit.ts';

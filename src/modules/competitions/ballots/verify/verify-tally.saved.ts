import { startVerifyTool } from './verify-tool.ts';

// The script of the saved page, which stands in the page itself.
const tool = document.getElementById('verify');
if (tool) startVerifyTool(tool);

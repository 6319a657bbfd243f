// The first thing every command does; so plain that an old Node can read it.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `gazetteer: this is Node ${process.versions.node}; Gazetteer needs 20.19 or later. Install a newer Node.`,
  );
  process.exit(1);
}

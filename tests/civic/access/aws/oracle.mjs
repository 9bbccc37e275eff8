// Reads simulations, one JSON object a line, from the standard input; writes what the package says of each, a line each.
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const { runSimulation, anonymousPrincipal } = await import(pathToFileURL(process.argv[2]).href)
for await (const line of createInterface({ input: process.stdin })) {
  const { id, simulation } = JSON.parse(line)
  if (simulation.request.principal === null) simulation.request.principal = anonymousPrincipal
  try {
    const result = await runSimulation(simulation, { simulationMode: 'Strict' })
    const errors = result.resultType === 'error' ? result.errors : undefined
    console.log(JSON.stringify({ id, result: result.overallResult ?? 'error', errors }))
  } catch (error) {
    console.log(JSON.stringify({ id, result: 'error', errors: { message: String(error) } }))
  }
}

"""The HTTP API: its routes, what they show, and the resolver they stand in. `functions/api` only calls it.

The routes are here and not beside the handler because Lambda imports a handler as a module without a package
(`handler.lambda_handler` with /var/task on the path) and everything else as `functions.api.handler`: a layer's
package has the same name in both.
"""

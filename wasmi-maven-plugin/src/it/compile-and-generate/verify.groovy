// What three builds have printed, and left.
def log = new File(basedir, 'build.log').text
def count = { String text -> log.split(java.util.regex.Pattern.quote(text), -1).length - 1 }

assert count('the guest has said invoker') == 3
assert count('Hello, invoker 42') == 3
assert count('generate greeter') == 1
assert count('generate more/adder') == 1
assert count('compile greeter') == 2
assert count('compile more/adder') == 2
assert count('unchanged: greeter') == 3
assert count('unchanged: more/adder') == 3
assert !log.contains('not marked @threadSafe')

def classes = new File(basedir, 'target/classes')
assert new File(classes, 'greeter.wasmic').isFile()
assert new File(classes, 'more/adder.wasmic').isFile()
def services = new File(classes, 'META-INF/services/org.wasmi.jit.compiled.CompiledModule').readLines()
assert services.size() == 2 // of two modules, metered: the earlier ones are gone
services.each { assert new File(classes, it.replace('.', '/') + '.class').isFile() }
assert new File(basedir, 'target/generated-sources/wasmi/it/generated/GreeterImports.java').isFile()
true

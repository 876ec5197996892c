// What five builds have printed, and left.
def log = new File(basedir, 'build.log').text
def count = { String text -> log.split(java.util.regex.Pattern.quote(text), -1).length - 1 }

assert count('the guest has said invoker') == 4
assert count('Hello, invoker 42') == 4
assert count('generate greeter') == 2
assert count('generate more/adder') == 2
assert count('compile greeter') == 3
assert count('compile more/adder') == 3
assert count('unchanged: greeter') == 3
assert count('unchanged: more/adder') == 3
assert count('removed greeter') == 2
assert count('removed more/adder') == 2
assert count('generate adder') == 1
assert count('compile adder') == 1
assert count('removed adder') == 2
assert !log.contains('not marked @threadSafe')

def classes = new File(basedir, 'target/classes')
assert new File(classes, 'greeter.wasmic').isFile()
assert new File(classes, 'more/adder.wasmic').isFile()
assert !new File(classes, 'adder.wasmic').exists()
def services = new File(classes, 'META-INF/services/org.wasmi.jit.compiled.CompiledModule').readLines()
assert services.size() == 2 // of two modules: the earlier ones are gone
services.each { assert new File(classes, it.replace('.', '/') + '.class').isFile() }
assert new File(basedir, 'target/generated-sources/wasmi/it/generated/GreeterImports.java').isFile()
true

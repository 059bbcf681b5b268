//! Sheets as Parquet: nested columns, which follow the sheet's JSON Schema field by field.
//!
//! A block is a row group. It is encoded by its worker as a small Parquet file of its own; writing takes the row group out of that and puts
//! it behind those before, with the offsets in its footer moved. So workers encode at the same time, and a resumed run can go on
//! after any row group. (The format's way from nested values to columns: Melnik et al., "Dremel", VLDB 2010.)

use crate::sheet::{self, FactSheet};
use once_cell::sync::Lazy;
use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical, ZstdLevel};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::metadata::{FileMetaData, ParquetMetaDataBuilder, ParquetMetaDataReader, ParquetMetaDataWriter, RowGroupMetaData};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{SchemaDescriptor, Type};
use serde_json::Value;
use std::sync::Arc;

/// What begins and ends a file.
pub const MAGIC: &[u8; 4] = b"PAR1";

/// A field of the sheet.
#[derive(Clone, Debug, PartialEq)]
enum Node {
    Text,
    Whole,
    Number,
    Yes,
    /// An object of any fields, as JSON.
    Any,
    List(Box<Node>),
    Group(Vec<(String, Node)>),
}

static SHEET: Lazy<(Node, Arc<Type>)> = Lazy::new(|| {
    let schema = sheet::json_schema();
    let node = node(&schema, &schema);
    let Node::Group(fields) = &node else { unreachable!("a sheet is an object") };
    let fields = fields.iter().map(|(name, node)| Arc::new(column(name, node))).collect();
    let schema = Type::group_type_builder("svodka").with_fields(fields).build().expect("a group of columns");
    (node, Arc::new(schema))
});

/// The node of a JSON Schema.
fn node(schema: &Value, root: &Value) -> Node {
    if let Some(name) = schema["$ref"].as_str() {
        return node(root.pointer(name.trim_start_matches('#')).expect("a reference leads to a definition"), root);
    }
    if let Some(choice) = schema["anyOf"].as_array() {
        let some = choice.iter().find(|c| c["type"] != "null").expect("something besides null");
        return node(some, root);
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|k| *k != "null"),
        kind => kind.as_str(),
    };
    match (kind, &schema["properties"]) {
        (Some("string"), _) => Node::Text,
        (Some("integer"), _) => Node::Whole,
        (Some("number"), _) => Node::Number,
        (Some("boolean"), _) => Node::Yes,
        (Some("array"), _) => Node::List(Box::new(node(&schema["items"], root))),
        (Some("object"), Value::Object(fields)) if !fields.is_empty() => {
            Node::Group(fields.iter().map(|(name, field)| (name.clone(), node(field, root))).collect())
        }
        _ => Node::Any,
    }
}

/// The column of a node. Everything may be absent.
fn column(name: &str, node: &Node) -> Type {
    let leaf = |physical, converted| Type::primitive_type_builder(name, physical).with_converted_type(converted);
    let built = match node {
        Node::Text => leaf(Physical::BYTE_ARRAY, ConvertedType::UTF8).with_repetition(Repetition::OPTIONAL).build(),
        Node::Any => leaf(Physical::BYTE_ARRAY, ConvertedType::JSON).with_repetition(Repetition::OPTIONAL).build(),
        Node::Whole => leaf(Physical::INT64, ConvertedType::NONE).with_repetition(Repetition::OPTIONAL).build(),
        Node::Number => leaf(Physical::DOUBLE, ConvertedType::NONE).with_repetition(Repetition::OPTIONAL).build(),
        Node::Yes => leaf(Physical::BOOLEAN, ConvertedType::NONE).with_repetition(Repetition::OPTIONAL).build(),
        Node::List(item) => {
            let list = Type::group_type_builder("list").with_repetition(Repetition::REPEATED).with_fields(vec![Arc::new(column("element", item))]);
            let list = Arc::new(list.build().expect("a list of columns"));
            Type::group_type_builder(name).with_repetition(Repetition::OPTIONAL).with_converted_type(ConvertedType::LIST).with_fields(vec![list]).build()
        }
        Node::Group(fields) => {
            let fields = fields.iter().map(|(name, node)| Arc::new(column(name, node))).collect();
            Type::group_type_builder(name).with_repetition(Repetition::OPTIONAL).with_fields(fields).build()
        }
    };
    built.expect("a column of its kind")
}

/// The values of a leaf, with how deep each is defined and repeated.
#[derive(Default)]
struct Leaf {
    texts: Vec<ByteArray>,
    wholes: Vec<i64>,
    numbers: Vec<f64>,
    yes: Vec<bool>,
    defined: Vec<i16>,
    repeated: Vec<i16>,
}

/// A row group in the making.
pub struct Group {
    leaves: Vec<Leaf>,
    rows: u64,
}

impl Group {
    /// An empty one.
    pub fn new() -> Group {
        fn leaves(node: &Node) -> usize {
            match node {
                Node::List(item) => leaves(item),
                Node::Group(fields) => fields.iter().map(|(_, node)| leaves(node)).sum(),
                _ => 1,
            }
        }
        Group { leaves: std::iter::repeat_with(Leaf::default).take(leaves(&SHEET.0)).collect(), rows: 0 }
    }

    /// Adds a sheet as a row.
    ///
    /// # Errors
    /// When the sheet is no JSON, which it always is.
    pub fn add(&mut self, sheet: &FactSheet) -> Result<(), String> {
        let value = serde_json::to_value(sheet).map_err(|e| e.to_string())?;
        let Node::Group(fields) = &SHEET.0 else { unreachable!("a sheet is an object") };
        let mut rest = self.leaves.as_mut_slice();
        for (name, node) in fields {
            rest = shred(node, value.get(name), Depth { defined: 0, repeated: 0, lists: 0 }, rest);
        }
        self.rows += 1;
        Ok(())
    }

    /// The row group as a file; nothing when it has no rows.
    ///
    /// # Errors
    /// Those of the encoder.
    pub fn end(self) -> Result<Vec<u8>, String> {
        if self.rows == 0 { Ok(Vec::new()) } else { self.file().map_err(|e| e.to_string()) }
    }

    fn file(self) -> Result<Vec<u8>, ParquetError> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true)
            .set_created_by(CREATED_BY.into())
            .build();
        let mut out = Vec::new();
        let mut writer = SerializedFileWriter::new(&mut out, Arc::clone(&SHEET.1), Arc::new(properties))?;
        let mut group = writer.next_row_group()?;
        for leaf in self.leaves {
            let Some(mut column) = group.next_column()? else { unreachable!("a column a leaf") };
            let (defined, repeated) = (Some(leaf.defined.as_slice()), Some(leaf.repeated.as_slice()));
            match column.untyped() {
                ColumnWriter::ByteArrayColumnWriter(typed) => typed.write_batch(&leaf.texts, defined, repeated)?,
                ColumnWriter::Int64ColumnWriter(typed) => typed.write_batch(&leaf.wholes, defined, repeated)?,
                ColumnWriter::DoubleColumnWriter(typed) => typed.write_batch(&leaf.numbers, defined, repeated)?,
                ColumnWriter::BoolColumnWriter(typed) => typed.write_batch(&leaf.yes, defined, repeated)?,
                _ => unreachable!("columns have no other types"),
            };
            column.close()?;
        }
        group.close()?;
        writer.close()?;
        Ok(out)
    }
}

const CREATED_BY: &str = concat!("svodka version ", env!("CARGO_PKG_VERSION"));

/// Where in the nesting a value stands.
#[derive(Clone, Copy)]
struct Depth {
    /// Levels that are there.
    defined: i16,
    /// Which list the value goes on with; 0 begins a row.
    repeated: i16,
    /// Lists around.
    lists: i16,
}

/// Puts a value into the leaves of its node, and gives back the others.
fn shred<'l>(node: &Node, value: Option<&Value>, depth: Depth, leaves: &'l mut [Leaf]) -> &'l mut [Leaf] {
    let value = value.filter(|v| !v.is_null());
    match node {
        Node::Group(fields) => {
            let below = Depth { defined: depth.defined + i16::from(value.is_some()), ..depth };
            fields.iter().fold(leaves, |rest, (name, node)| shred(node, value.and_then(|v| v.get(name)), below, rest))
        }
        Node::List(item) => {
            let items = value.and_then(Value::as_array).map(Vec::as_slice);
            let [first, others @ ..] = items.unwrap_or_default() else {
                return shred(item, None, Depth { defined: depth.defined + i16::from(items.is_some()), ..depth }, leaves);
            };
            let below = Depth { defined: depth.defined + 2, repeated: depth.repeated, lists: depth.lists + 1 };
            let used = leaves.len() - shred(item, Some(first), below, leaves).len();
            let (mine, rest) = leaves.split_at_mut(used);
            for other in others {
                shred(item, Some(other), Depth { repeated: below.lists, ..below }, mine);
            }
            rest
        }
        leaf => {
            let (mine, rest) = leaves.split_first_mut().expect("a leaf for every leaf");
            mine.repeated.push(depth.repeated);
            mine.defined.push(depth.defined + i16::from(value.is_some()));
            if let Some(value) = value {
                match leaf {
                    Node::Text => mine.texts.push(value.as_str().unwrap_or_default().into()),
                    Node::Whole => mine.wholes.push(value.as_i64().unwrap_or_default()),
                    Node::Number => mine.numbers.push(value.as_f64().unwrap_or_default()),
                    Node::Yes => mine.yes.push(value.as_bool().unwrap_or_default()),
                    _ => mine.texts.push(value.to_string().as_str().into()),
                }
            }
            rest
        }
    }
}

/// A row group taken out of its file.
pub struct Piece<'b> {
    /// The row group's bytes.
    pub bytes: &'b [u8],
    /// Its footer.
    pub footer: &'b [u8],
}

/// Takes the row group out of a file that [`Group::end`] made.
pub fn piece(file: &[u8]) -> Piece<'_> {
    let end = file.len() - 8;
    let length = u32::from_le_bytes(file[end..end + 4].try_into().expect("four bytes")) as usize;
    Piece { bytes: &file[MAGIC.len()..end - length], footer: &file[end - length..end] }
}

/// The footer of a file of many row groups.
#[derive(Default)]
pub struct Footer {
    groups: Vec<RowGroupMetaData>,
    rows: i64,
}

impl Footer {
    /// Adds the row group of a piece whose bytes begin at `start` of the file.
    ///
    /// # Errors
    /// When the footer is damaged.
    pub fn add(&mut self, footer: &[u8], start: u64) -> Result<(), String> {
        self.moved(footer, start).map_err(|e| e.to_string())
    }

    fn moved(&mut self, footer: &[u8], start: u64) -> Result<(), ParquetError> {
        let by = start as i64 - MAGIC.len() as i64;
        let metadata = ParquetMetaDataReader::decode_metadata(footer)?;
        for group in metadata.row_groups() {
            let columns: Result<Vec<_>, _> = group
                .columns()
                .iter()
                .map(|c| {
                    let (data, dictionary) = (c.data_page_offset() + by, c.dictionary_page_offset().map(|o| o + by));
                    c.clone().into_builder().set_data_page_offset(data).set_dictionary_page_offset(dictionary).build()
                })
                .collect();
            let ordinal = i32::try_from(self.groups.len()).map_err(|_| ParquetError::General("more row groups than Parquet can count".into()))?;
            let moved = group.clone().into_builder().set_column_metadata(columns?).set_file_offset(start as i64).set_ordinal(ordinal).build()?;
            self.rows += moved.num_rows();
            self.groups.push(moved);
        }
        Ok(())
    }

    /// The end of the file.
    ///
    /// # Errors
    /// Those of the encoder.
    pub fn end(self) -> Result<Vec<u8>, String> {
        let schema = Arc::new(SchemaDescriptor::new(Arc::clone(&SHEET.1)));
        let file = FileMetaData::new(1, self.rows, Some(CREATED_BY.into()), None, schema, None);
        let metadata = ParquetMetaDataBuilder::new(file).set_row_groups(self.groups).build();
        let mut out = Vec::new();
        ParquetMetaDataWriter::new(&mut out, &metadata).finish().map_err(|e| e.to_string())?;
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Extractor, ingest::Document};
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use serde_json::json;

    /// A value without what is null or an empty list in one of the two ways of writing it.
    fn plain(value: &Value) -> Value {
        match value {
            Value::Object(fields) => {
                let fields = fields.iter().map(|(k, v)| (k.clone(), plain(v))).filter(|(_, v)| !v.is_null());
                Value::Object(fields.collect())
            }
            Value::Array(items) => Value::Array(items.iter().map(plain).collect()),
            Value::Number(number) => json!(number.as_f64()),
            other => other.clone(),
        }
    }

    #[test]
    fn sheets_are_read_back_as_they_were() {
        let texts = [
            "Президент Казахстана Касым-Жомарт Токаев прибыл в Ош. Он заявил: «Мы рады». Из 12 школ 8 открыты, 4 нет.",
            "Снег.",
            "Анна Котова, директор завода «Мотор», встретилась с Иваном Петровым 5 мая 2018 года; выпуск вырос на 5,5%.",
        ];
        let sheets: Vec<FactSheet> = texts.iter().map(|t| Extractor::new().with_offsets(true).extract(&Document::new("1", *t))).collect();
        let (mut out, mut footer) = (MAGIC.to_vec(), Footer::default());
        for sheets in [&sheets[..2], &sheets[2..]] {
            let mut group = Group::new();
            sheets.iter().for_each(|s| group.add(s).expect("a sheet"));
            let file = group.end().expect("a file");
            let piece = piece(&file);
            footer.add(piece.footer, out.len() as u64).expect("a footer");
            out.extend_from_slice(piece.bytes);
        }
        out.extend(footer.end().expect("a footer"));
        let reader = SerializedFileReader::new(file_of(&out)).expect("a file");
        assert_eq!(reader.num_row_groups(), 2);
        let rows: Vec<Value> = reader.get_row_iter(None).expect("rows").map(|r| plain(&r.expect("a row").to_json_value())).collect();
        assert_eq!(rows.len(), 3);
        for (row, sheet) in rows.iter().zip(&sheets) {
            let mut row = row.clone();
            let mut sheet = plain(&serde_json::to_value(sheet).expect("JSON"));
            row["document"].as_object_mut().expect("an object").retain(|_, v| *v != json!([]));
            for value in [&mut row, &mut sheet] {
                drop_empty(value);
            }
            assert_eq!(row, sheet);
        }
    }

    fn drop_empty(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.values_mut().for_each(drop_empty);
                fields.retain(|_, v| *v != json!([]));
            }
            Value::Array(items) => items.iter_mut().for_each(drop_empty),
            _ => {}
        }
    }

    fn file_of(bytes: &[u8]) -> std::fs::File {
        use std::io::Write;
        let mut file = tempfile::tempfile().expect("a temporary file");
        file.write_all(bytes).expect("it can be written");
        file
    }
}
